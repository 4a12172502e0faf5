import { type AppOptions, type RunningApp, startApp } from '../test/support/app.ts';
import type { Target } from './jobs.ts';

export const APP = 'SpiderGate';

export interface ConfiguredApp {
  readonly app: RunningApp;
  readonly target: Target;
}

/** A key, an alias and a token, as a user would have them: what is measured is the ordinary way through the app. */
export async function startConfiguredApp(
  providerPort: number,
  options: AppOptions = {},
): Promise<ConfiguredApp> {
  const app = await startApp(options);
  try {
    return { app, target: await configure(app, providerPort) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

export async function configure(
  { control, gatewayUrl }: Pick<RunningApp, 'control' | 'gatewayUrl'>,
  providerPort: number,
): Promise<Target> {
  await control.call('POST', '/providers', {
    id: 'bench',
    name: 'Bench',
    base_url: `http://127.0.0.1:${providerPort}/v1`,
  });
  await control.call('POST', '/keys', {
    provider_name: 'bench',
    api_key: 'bench-key-0001',
    share_with_pool: true,
  });
  await control.call('PUT', '/aliases/bench%2Fchat', {
    slots: [{ provider: 'bench', model: 'bench-model' }],
  });
  const { token } = await control.call<{ token: string }>('POST', '/agent-tokens', { name: 'bench' });
  return { name: APP, origin: new URL(gatewayUrl).origin, token, model: 'bench/chat' };
}
