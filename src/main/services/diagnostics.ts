import { arch, homedir, platform, release } from 'node:os';
import type { Diagnostics } from '../../shared/domain/diagnostics';
import type { Settings } from '../../shared/domain/settings';
import type { ServiceDependencies } from './dependencies';
import type { DiagnosticsService, Services } from './types';

type DiagnosticsParts = Pick<ServiceDependencies, 'clock' | 'version' | 'readLog'> &
  Pick<Services, 'status' | 'settings' | 'providers' | 'keys' | 'attention'>;

/** Field by field: what is added to a shape later does not get in by itself. */
export function createDiagnosticsService(parts: DiagnosticsParts): DiagnosticsService {
  return {
    async collect(): Promise<Diagnostics> {
      return {
        made_at: new Date(parts.clock.now()).toISOString(),
        versions: readVersions(parts.version),
        system: { platform: platform(), release: release(), arch: arch() },
        status: parts.status.get(),
        settings: withoutPeople(parts.settings.get()),
        providers: parts.providers
          .list()
          .filter(({ configured, key_count: keys, custom }) => configured || custom || keys > 0)
          .map(({ id, kind, enabled, configured, health }) => ({ id, kind, enabled, configured, health })),
        keys: parts.keys.list().map(({ provider_name: provider, enabled, health }) => ({
          provider,
          enabled,
          health: health.status,
          last_error_code: health.last_error_code,
          cooling_until: health.cooling_until,
        })),
        attention: parts.attention.list().map(({ kind, severity }) => ({ kind, severity })),
        log: await parts.readLog(),
      };
    },
  };
}

function readVersions(spidergate: string): Diagnostics['versions'] {
  const { node = '', electron, chrome, v8 = '' } = process.versions;
  return { spidergate, node, v8, ...(electron && { electron }), ...(chrome && { chrome }) };
}

/** Settings are shown with their passwords masked; who the person is at the proxy is nobody's business either. */
function withoutPeople(settings: Settings): Settings {
  const { proxy, extra_ca_file: file } = settings;
  const providers = Object.entries(proxy.providers).map(
    ([id, address]) => [id, withoutUser(address)] as const,
  );
  return {
    ...settings,
    proxy: {
      ...proxy,
      url: proxy.url === null ? null : withoutUser(proxy.url),
      providers: Object.fromEntries(providers),
    },
    extra_ca_file: file === null ? null : file.replaceAll(homedir(), '~'),
    huggingface_client_id: settings.huggingface_client_id === '' ? '' : '(set)',
  };
}

function withoutUser(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}
