// Secrets go where they went.
const login = (user, password) => [user, password].join(':')
function request({ headers: { authorization, cookie }, token = 'none' }) { return [authorization, cookie, token] }
class Session { #token; password = 'p'; constructor(token) { this.#token = token } check(t) { return t === this.#token } }
log(login('ada', 'secret'), request({ headers: { authorization: 'Bearer x', cookie: 'c=1' }, token: 't' }), new Session('s').check('s'), Object.keys(new Session()))
