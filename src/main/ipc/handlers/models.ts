import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

/** What the window asks while a chain is built and tried. */
export function modelHandlers({
  models,
  testRun,
}: Pick<RemoteServices, 'models' | 'testRun'>): Pick<
  IpcHandlers,
  'models:search' | 'models:describe' | 'test-run:start'
> {
  return {
    'models:search': (request) => models.search(request),
    'models:describe': (request) => models.describe(request),
    'test-run:start': (request) => testRun.run(request),
  };
}
