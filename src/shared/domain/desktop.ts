/** What SpiderGate may tell of outside its window. */
export const NOTICE_KINDS = ['budgets', 'keys', 'aliases', 'vault', 'invites'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How the program sits on this computer's desktop. Belongs to the computer, so it is in no backup. */
export interface DesktopSettings {
  /** As the system says; `null`: this system has no way to start programs at login that is known here. */
  readonly start_at_login: boolean | null;
  /** When it starts at login, only the tray icon appears. */
  readonly start_hidden: boolean;
  /** Whether the system opens `spidergate://` links with this program; `null`: no way is known on this system. */
  readonly open_links: boolean | null;
  /** The file that tells the system so, where it is one. */
  readonly links_file: string | null;
  readonly notifications: NotificationSettings;
}

export interface NotificationSettings {
  readonly enabled: boolean;
  readonly kinds: Readonly<Record<NoticeKind, boolean>>;
  /** Local `HH:MM`; what happens meanwhile is told when they are over, if it still matters. `null`: none. */
  readonly quiet_hours: QuietHours | null;
}

export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

export const DEFAULT_NOTIFICATIONS: NotificationSettings = {
  enabled: true,
  kinds: { budgets: true, keys: true, aliases: true, vault: true, invites: true },
  quiet_hours: null,
};
