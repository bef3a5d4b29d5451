import { BehaviorSubject, combineLatest, concat, from, merge, of, range, Subject } from 'rxjs'
import {
  bufferCount,
  catchError,
  distinctUntilChanged,
  filter,
  groupBy,
  map,
  mergeMap,
  reduce,
  scan,
  switchMap,
  take,
  withLatestFrom,
} from 'rxjs/operators'
import { checksumOf } from './checksum.mjs'

export function run() {
  const out = []
  const subscribe = (stream) => void stream.subscribe((value) => out.push(value))
  subscribe(
    range(0, 1000).pipe(
      map((n) => n * 3),
      filter((n) => n % 2 === 0),
      scan((sum, n) => sum + n, 0),
      bufferCount(50),
      map((list) => list.length + list[0]),
    ),
  )
  subscribe(
    range(0, 200).pipe(
      mergeMap((n) => of(n, n + 1)),
      groupBy((n) => n % 7),
      mergeMap((group) => group.pipe(reduce((sum, n) => sum + n, 0))),
    ),
  )
  subscribe(
    concat(from([1, 2, 3]), of(4)).pipe(
      switchMap((n) => from([n, n * n])),
      catchError(() => of(-1)),
    ),
  )
  const left = new BehaviorSubject(0)
  const right = new Subject()
  subscribe(
    combineLatest([left, right]).pipe(
      map(([a, b]) => a + b),
      distinctUntilChanged(),
      take(400),
    ),
  )
  subscribe(
    merge(left, right).pipe(
      withLatestFrom(left),
      reduce((sum, [a, b]) => sum + a * b, 0),
    ),
  )
  for (let i = 0; i < 300; i++) (i % 3 ? left : right).next(i)
  left.complete()
  right.complete()
  return out
}

export const digest = checksumOf
