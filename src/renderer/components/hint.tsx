import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';

/** A tooltip on whatever single element it is put around. */
export function Hint(props: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{props.children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="pop z-50 max-w-80 rounded-md border border-line bg-raised px-2 py-1 text-table text-text shadow-float"
        >
          {props.text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
