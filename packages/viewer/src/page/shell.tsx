import type { ComponentType, VNode } from 'preact'
import { FilterBar } from './bar.tsx'
import { Drop } from './drop.tsx'
import { isGrowing, overview } from './engine.ts'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { Icon } from './icons.tsx'
import { Details } from './parts/details.tsx'
import { route } from './routes.ts'
import type { ViewName } from './routes.ts'
import { lineState } from './live.ts'
import { select, selected } from './selection.ts'
import { Notices, stateOf, WholeState } from './states.tsx'
import { Status } from './status.tsx'
import { isSteering, Steering } from './steering.tsx'
import { Timeline } from './timeline/timeline.tsx'
import { CompareView } from './views/compare.tsx'
import { ErrorsView } from './views/errors.tsx'
import { FunctionView } from './views/function.tsx'
import { FunctionsView } from './views/functions.tsx'
import { RequestsView } from './views/requests.tsx'
import { SearchView } from './views/search.tsx'
import { TreeView } from './views/tree.tsx'

const VIEWS: Record<ViewName, ComponentType> = {
  timeline: Timeline,
  tree: TreeView,
  functions: FunctionsView,
  function: FunctionView,
  requests: RequestsView,
  errors: ErrorsView,
  search: SearchView,
  compare: CompareView,
}

/** The page: what is shown and how at the top, a view below it, what is selected beside it, what to know of it at the bottom. */
export function Shell(): VNode {
  const state = stateOf()
  const View = VIEWS[route.value.view]
  return (
    <div class="shell" data-view={route.value.view} data-growing={isGrowing.value}>
      <a class="skip" href="#main" onClick={focusMain}>
        Skip to the recording
      </a>
      <Header />
      <FilterBar />
      <Notices />
      <div class="body">
        <main id="main" tabIndex={-1}>
          {state ? <WholeState {...state} /> : <View />}
        </main>
        {isSteering.value && lineState.value && <Steering />}
        {selected.value !== undefined && overview.value && <DetailsPane />}
      </div>
      <Status />
      <Help />
      <Drop />
    </div>
  )
}

function DetailsPane(): VNode {
  return (
    <aside class="details" aria-label="Details of the selected event">
      <div class="details-head">
        <h2>Details</h2>
        <button class="icon-button" type="button" aria-label="Close details" title="Close (Esc)" onClick={() => select(undefined)}>
          <Icon name="close" />
        </button>
      </div>
      <div class="details-body" tabIndex={0} role="region" aria-label="Selected event">
        <Details />
      </div>
    </aside>
  )
}

/** `#main` in the address would be taken for a route. */
function focusMain(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
