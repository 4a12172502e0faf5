export { createHealthBook } from './health-book';
