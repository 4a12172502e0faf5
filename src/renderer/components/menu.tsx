import { clsx } from 'clsx';
import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

/** The "…" at the end of a row. */
export function RowMenu(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        {/* No tooltip: it would lie over the menu. */}
        <button
          type="button"
          aria-label={props.label}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-[120ms] hover:bg-hover hover:text-text data-[state=open]:bg-hover"
        >
          <Ellipsis aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="pop z-50 min-w-44 rounded-md border border-line bg-raised p-1 shadow-float"
        >
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly isDangerous?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, isDangerous = false, disabled = false, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      disabled={disabled}
      className={clsx(
        'flex h-7 items-center gap-2 rounded-sm px-2 outline-none data-[disabled]:opacity-40 data-[highlighted]:bg-hover',
        isDangerous ? 'text-bad-text' : '[&>svg]:text-muted',
      )}
    >
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
