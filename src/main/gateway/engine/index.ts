export { describeKind, explainFailure } from './explain-failure';

export { runRoute } from './run-route';
export type { EngineOutcome } from './shared-run';
