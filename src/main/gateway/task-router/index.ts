export { createAffinityBook } from './affinity';
export { explainEmptyPlan, soonestWait } from './explain-empty';
export { planRoute } from './plan-route';
export { lookAt } from './rank-keys';
