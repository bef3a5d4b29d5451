// A class as default export.
import * as self from './16-default-class.mjs'
export default class { m() { return new.target } static s(x) { return this.name + x } }
log(self.default.name, self.default.s(1), new self.default().m())
