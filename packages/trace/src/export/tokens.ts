/** The pairs of letters that words are made of, in English and in the names that programs have. */
const PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ' +
    'll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we ' +
    'na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap ' +
    'gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt ' +
    'pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn ' +
    'eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt rp tn ok ty ky'
  ).split(' '),
)

/**
 * About how many tokens a language model makes of a text; rather more than fewer. Words are counted by four letters, what is none by two,
 * numbers by three digits, signs one by one, other scripts by their bytes.
 */
export function tokensOf(text: string): number {
  let count = 0
  for (const [piece] of text.matchAll(/[A-Z]?[a-z]+|[A-Z]+|\d+| +|[^]/gu)) {
    const { length } = piece
    if (/^[a-z]/i.test(piece)) count += Math.ceil(length / (isWord(piece) ? 4 : length > 3 ? 1.5 : 2))
    else if (/^\d/.test(piece)) count += Math.ceil(length / 3)
    else if (piece.startsWith(' ')) count += length > 1 ? Math.ceil(length / 16) : 0
    else count += bytesOf(piece)
  }
  return Math.ceil(count * 1.05)
}

/** Whether most of its pairs of letters are such as words have; and nothing so long is one. */
function isWord(piece: string): boolean {
  if (piece.length > 14) return false
  const text = piece.toLowerCase()
  let known = 0
  for (let i = 1; i < text.length; i++) if (PAIRS.has(text.slice(i - 1, i + 1))) known++
  return known >= (text.length - 1) * 0.75
}

/** In UTF-8. */
const bytesOf = (char: string): number => {
  const code = char.codePointAt(0)!
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
