// An arrow and a class as default exports are called `default`.
import * as self from './16-default-arrow.mjs'
export default (x) => x
log(self.default.name, self.default(3))
