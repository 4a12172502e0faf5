import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Never visible outside macOS; there it carries the usual roles, elsewhere the editing and quitting shortcuts. */
export function setApplicationMenu({ developerTools }: { readonly developerTools: boolean }): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const other: MenuItemConstructorOptions[] =
    process.platform === 'darwin'
      ? []
      : [{ label: 'File', submenu: [{ role: 'close' }, { role: 'quit', accelerator: 'Control+Q' }] }];
  const tools: MenuItemConstructorOptions[] = developerTools
    ? [{ label: 'View', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }]
    : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, ...other, { role: 'editMenu' }, ...tools, { role: 'windowMenu' }]),
  );
}
