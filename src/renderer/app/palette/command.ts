import type { messages } from '../../lib/messages';

export type CommandGroup = keyof typeof messages.palette.groups;

/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** Small and grey at the end of the line. */
  readonly detail?: string;
  /** Other words it is found by. */
  readonly keywords?: string;
  /** As printed on the keys. */
  readonly shortcut?: readonly string[];
  readonly run: () => void;
}
