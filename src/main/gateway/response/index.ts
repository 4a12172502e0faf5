export { keepAlive } from './keep-alive';
export { toFallbackHeaders, toMetadata } from './metadata';
export { createFrames, type FrameSource } from './stream-response';
