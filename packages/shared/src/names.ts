/** Key of the `Symbol.for` slot on `globalThis` in which every copy of the runtime of this version meets. */
export const RUNTIME_SLOT = 'spoor.runtime/1'

/** First argument of every `register` call: by this text instrumented code is recognised and never instrumented twice. */
export const MARK = 'spoor:1'

/** The module that instrumented code imports its probes from, unless told otherwise. */
export const PROBES_MODULE = 'spoor/probes'

/** As {@link PROBES_MODULE}, and prints the call tree to the console. */
export const CONSOLE_MODULE = 'spoor/console'

/** Most flags that one flags object holds: beyond some fifty fields V8 gives up treating them as constants. */
export const FLAGS_PER_OBJECT = 48

/** Name of the field for the `index`-th site of a flags object. */
export const flagName = (index: number): string => `s${index}`
