export { createCostBook } from './cost-book';
export { addCosts, costOfPart } from './cost-of-part';
