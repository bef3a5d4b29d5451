#!/usr/bin/env node
// A hashbang stays the first line.
'use strict'
function f() { return this }
log(f())
