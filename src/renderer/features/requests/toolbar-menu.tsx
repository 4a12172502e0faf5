import { clsx } from 'clsx';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const PANEL =
  'pop z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-80 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float';
const ITEM =
  'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-[disabled]:opacity-40 data-[highlighted]:bg-hover data-[state=open]:bg-hover [&>svg]:text-muted';

interface ToolbarMenuProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isOn?: boolean;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}

/** A button of the toolbar that opens a menu. */
export function ToolbarMenu({ icon, label, isOn = false, align = 'start', children }: ToolbarMenuProps) {
  return (
    // Not modal: the list behind it goes on being read, and stays there for screen readers.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          title={label}
          className={clsx(
            'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2 whitespace-nowrap transition-colors duration-[120ms] hover:bg-hover data-[state=open]:bg-hover',
            isOn ? 'border-bad text-bad-text' : 'border-transparent text-muted hover:text-text',
          )}
        >
          {icon}
          <span className={clsx(!isOn && '@max-[900px]/bar:sr-only')}>{label}</span>
          <ChevronDown className="size-3!" aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={PANEL}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** An entry that opens more of them beside it. */
export function SubMenu(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={ITEM}>
        <span className="grow">{props.label}</span>
        <ChevronRight aria-hidden />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent sideOffset={4} collisionPadding={8} className={PANEL}>
          {props.children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

/** What the menu is about; not to be chosen. */
export function MenuNote(props: { readonly children: ReactNode }) {
  return <p className="px-2 py-1 text-label text-muted">{props.children}</p>;
}
