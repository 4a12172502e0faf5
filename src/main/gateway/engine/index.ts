export { describeKind, explainFailure } from './explain-failure';
export type { EngineOutcome } from './run-lane';
export { runRoute } from './run-route';
