export { describeKind, explainFailure } from './explain-failure';
export { type EngineOutcome, runRoute } from './run-route';
