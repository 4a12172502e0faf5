import { LARGEST_BACKUP_BYTES, LARGEST_CONFIG_BYTES } from '../../../shared/ipc/backup';
import type { RemoteServices } from '../../services/remote';
import { type IpcHandlers, IpcRefusal } from '../handler-types';

type BackupChannel =
  | 'backup:state'
  | 'backup:export'
  | 'backup:choose'
  | 'backup:restore'
  | 'backup:undo'
  | 'config:export'
  | 'config:choose'
  | 'config:import';

export interface FileDialogs {
  /** Where the person says. False: they changed their mind. */
  readonly saveFile: (suggestedName: string, content: string | Uint8Array) => Promise<boolean>;
  /** `null`: nothing was chosen. `content` is `null` where the file is larger than that. */
  readonly openFile: (request: {
    readonly extensions: readonly string[];
    readonly mostBytes: number;
  }) => Promise<{ readonly name: string; readonly content: Uint8Array | null } | null>;
}

/** Files are read and written here: the window names none, and never sees what is in them. */
export function backupHandlers(
  { backup, config }: Pick<RemoteServices, 'backup' | 'config'>,
  files: FileDialogs,
): Pick<IpcHandlers, BackupChannel> {
  let backupFile: Uint8Array | null = null;
  let configFile: Uint8Array | null = null;
  return {
    'backup:state': () => backup.state(),
    'backup:export': async (request) => {
      const { name, file, unreadable_keys } = await backup.create(request);
      return { saved: await files.saveFile(name, file), unreadable_keys };
    },
    'backup:choose': async () => {
      const chosen = await choose(files, ['age'], LARGEST_BACKUP_BYTES);
      if (chosen) backupFile = chosen.content;
      return chosen && { name: chosen.name };
    },
    'backup:restore': async (options) => {
      const plan = await backup.restore(backupFile ?? refuseNothing(), options);
      if (plan.applied) backupFile = null;
      return plan;
    },
    'backup:undo': () => backup.undo(),
    'config:export': async () =>
      files.saveFile('spidergate.json', `${JSON.stringify(await config.read(), null, 2)}\n`),
    'config:choose': async () => {
      const chosen = await choose(files, ['json'], LARGEST_CONFIG_BYTES);
      if (chosen) configFile = chosen.content;
      return chosen && { name: chosen.name };
    },
    'config:import': async (options) => {
      const plan = await config.import({ ...options, config: readJson(configFile ?? refuseNothing()) });
      if (plan.applied) configFile = null;
      return plan;
    },
  };
}

async function choose(files: FileDialogs, extensions: readonly string[], mostBytes: number) {
  const chosen = await files.openFile({ extensions, mostBytes });
  if (!chosen) return null;
  const { name, content } = chosen;
  if (content) return { name, content };
  throw refuseFile(`${name} is too large to come from SpiderGate.`, 'request_too_large');
}

function readJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(
      Buffer.from(content)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch {
    throw refuseFile('This file is not JSON. Nothing was changed.', 'invalid_json');
  }
}

function refuseNothing(): never {
  throw refuseFile('Choose a file first.', 'invalid_request_error');
}

function refuseFile(message: string, code: string): IpcRefusal {
  return new IpcRefusal({ message, type: 'invalid_request_error', param: 'file', code });
}
