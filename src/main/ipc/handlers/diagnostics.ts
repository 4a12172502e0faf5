import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';
import type { FileDialogs } from './backup';

/** What is saved is what was shown, to the letter. */
export function diagnosticsHandlers(
  { catalog, diagnostics }: Pick<RemoteServices, 'catalog' | 'diagnostics'>,
  { saveFile }: Pick<FileDialogs, 'saveFile'>,
): Pick<IpcHandlers, 'catalog:refresh' | 'diagnostics:preview' | 'diagnostics:save'> {
  let shown: string | null = null;
  const read = async () => `${JSON.stringify(await diagnostics.collect(), null, 2)}\n`;
  return {
    'catalog:refresh': () => catalog.refresh(),
    'diagnostics:preview': async () => {
      shown = await read();
      return shown;
    },
    'diagnostics:save': async () => saveFile('spidergate-diagnostics.json', shown ?? (await read())),
  };
}
