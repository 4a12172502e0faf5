export { explainEmptyPlan } from './explain-empty';
export { planRoute } from './plan-route';
