import { type CoreOptions, startCore } from './core';
import { createWorld, type World } from './create-world';

export { type Extras, extrasOf, type FakeUpstream, type World } from './create-world';

export async function openWorld(options: CoreOptions = {}): Promise<World> {
  return createWorld(await startCore(options));
}
