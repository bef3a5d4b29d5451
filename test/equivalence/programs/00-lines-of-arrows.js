// An error in the body of an arrow is at its own line, also behind a parenthesis on the line before.
const missingInside = (a) => (

  [a,
    missing]
)
const sequence = (a) => (
  a, missing
)
for (const f of [missingInside, sequence]) try { f(1) } catch (e) { log(frames(e)) }
const annotated = (a) => (
  // A comment that is a mark comes before what goes in.
  /* @__PURE__ */ ((x) => [x])(a)
)
log(annotated(1))
