import { open } from 'node:fs/promises';
import path from 'node:path';
import { dialog } from 'electron';
import type { FileDialogs } from '../ipc/handlers/backup';

/** Asks which file to read. What is larger than the limit is not read. */
export const openFile: FileDialogs['openFile'] = async ({ extensions, mostBytes }) => {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    properties: ['openFile'],
    filters: [
      { name: extensions.map((extension) => `.${extension}`).join(', '), extensions: [...extensions] },
      { name: '*', extensions: ['*'] },
    ],
  });
  const [file] = filePaths;
  if (canceled || file === undefined) return null;
  const name = path.basename(file);
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    return { name, content: size > mostBytes ? null : await handle.readFile() };
  } finally {
    await handle.close();
  }
};
