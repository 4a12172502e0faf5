import { startFakeProvider } from '../faults/fake-provider';
import { type AppWindow, openAppWindow } from './app-window';

/** The window at its usual size, with a provider "Fake Cloud" that takes any key. */
export async function openFakeCloud(): Promise<AppWindow> {
  const provider = await startFakeProvider();
  const window = await openAppWindow();
  await window.control.call('POST', '/providers', {
    id: 'fake',
    name: 'Fake Cloud',
    base_url: provider.url,
    models: ['fake-model'],
  });
  await window.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
  );
  return {
    ...window,
    async close() {
      await window.close();
      await provider.close();
    },
  };
}
