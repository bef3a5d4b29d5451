/*! a licence, which some tool looks for at the very top */
// Comments and directives at the top stay there, in their order.
'use strict'
'use client'
// note
/* @jsx h */
function strict() { return this === undefined }
log(strict())
