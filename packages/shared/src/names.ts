/** Key of the `Symbol.for` slot on `globalThis` in which every copy of the runtime of this version meets. */
export const RUNTIME_SLOT = 'spoor.runtime/1'

/** First argument of every `register` call: by this text instrumented code is recognised and never instrumented twice. */
export const MARK = 'spoor:1'

/**
 * How a directive of ours begins. Code that other tools will write anew carries one in each function: it says which of the author's
 * functions that is, whatever they make of its name, place and parameters, and means nothing to who does not know it. It says so by the
 * name alone, for Fast Refresh takes components whose hooks get other texts for other components.
 */
export const SITE_MARK = 'spoor:site '

/** The module that instrumented code imports its probes from, unless told otherwise. */
export const PROBES_MODULE = 'spoor/probes'

/** As {@link PROBES_MODULE}, and prints the call tree to the console. */
export const CONSOLE_MODULE = 'spoor/console'

/** As one of the two, and sends what it sees to the dev server; there is such a module only on dev servers. */
export const LIVE_MODULE = 'spoor/live'

/** Most flags that one flags object holds: beyond some fifty fields V8 gives up treating them as constants. */
export const FLAGS_PER_OBJECT = 48

/** Name of the field for the `index`-th site of a flags object. */
export const flagName = (index: number): string => `s${index}`
