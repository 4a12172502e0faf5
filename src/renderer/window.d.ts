import type { SpiderGateBridge } from '../shared/ipc/bridge';

declare global {
  interface Window {
    /** Put there by the preload script; the renderer's only way out. */
    readonly spidergate: SpiderGateBridge;
  }
}
