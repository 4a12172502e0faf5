// Plain Chromium: one window with nothing of ours in it, standing in for the browser of the person in front of the machine.
import { app, BrowserWindow } from 'electron';

// Names that lead to this computer, as a hostile name server would make them.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP *.example 127.0.0.1');
app.commandLine.appendSwitch('no-proxy-server');
app.setPath('userData', process.env.FOREIGN_BROWSER_DATA);

// Not awaited: Electron holds back `ready` until this module has been evaluated.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 800, height: 600, webPreferences: { sandbox: true } });
  return window.loadURL('about:blank');
});
