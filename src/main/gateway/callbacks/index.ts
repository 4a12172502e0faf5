export { type Ending, findFallback, openRecord, type RequestRecord, type Settled } from './request-record';
