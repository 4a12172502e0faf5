export { toFallbackHeaders, toMetadata } from './metadata';
export { createFrames, type FrameSource } from './stream-response';
