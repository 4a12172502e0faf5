export { createCostBook } from './cost-book';
