import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { messages } from '../../lib/messages';
import { moveKey, type ProviderGroup } from './key-order';

const words = messages.keys.order;
const DRAG_FROM_PX = 4;

interface SortableKeysProps {
  readonly groups: readonly ProviderGroup[];
  readonly onMove: (group: ProviderGroup, ids: readonly string[]) => void;
  readonly children: ReactNode;
}

/** Keys are moved within their provider only, by pointer or by keyboard. */
export function SortableKeys({ groups, onMove, children }: SortableKeysProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  function end({ active, over }: DragEndEvent): void {
    const group = groups.find(({ keys }) => keys.some(({ id }) => id === active.id));
    if (group === undefined || over === null) return;
    const ids = moveKey(
      group.keys.map(({ id }) => id),
      String(active.id),
      String(over.id),
    );
    if (ids !== null) onMove(group, ids);
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={withinProvider}
      modifiers={[upAndDown]}
      accessibility={{
        announcements: announce(groups),
        screenReaderInstructions: { draggable: words.instructions },
      }}
      onDragEnd={end}
    >
      {children}
    </DndContext>
  );
}

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

const withinProvider: CollisionDetection = (args) =>
  closestCenter({
    ...args,
    droppableContainers: args.droppableContainers.filter(
      (place) => place.data.current?.provider === args.active.data.current?.provider,
    ),
  });

function announce(groups: readonly ProviderGroup[]): Announcements {
  const placeOf = (id: string | number) =>
    Math.max(0, ...groups.map(({ keys }) => keys.findIndex((key) => key.id === id))) + 1;
  return {
    onDragStart: () => words.pickedUp,
    onDragOver: ({ over }) => (over === null ? undefined : words.over(placeOf(over.id))),
    onDragEnd: () => words.dropped,
    onDragCancel: () => words.cancelled,
  };
}

interface SortableBodyProps {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly place: number;
  readonly of: number;
  readonly isFirst: boolean;
  readonly children: (handle: ReactNode) => ReactNode;
}

/** The rows of one key, which move together. */
export function SortableBody({ id, provider, name, place, of, isFirst, children }: SortableBodyProps) {
  const isAlone = of < 2;
  const sortable = useSortable({ id, data: { provider }, disabled: isAlone });
  const style: CSSProperties = {
    transform: CSS.Translate.toString(sortable.transform),
    transition: sortable.transition,
    ...(sortable.isDragging ? { position: 'relative', zIndex: 1 } : {}),
  };
  const handle = isAlone ? (
    <span className="w-4 shrink-0" aria-hidden />
  ) : (
    <button
      type="button"
      {...sortable.attributes}
      {...sortable.listeners}
      aria-label={words.handle(name, place, of)}
      className="-mx-0.5 flex h-5 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text active:cursor-grabbing"
    >
      <GripVertical className="size-3.5!" aria-hidden />
    </button>
  );
  return (
    <tbody
      ref={sortable.setNodeRef}
      style={style}
      className={`${isFirst ? 'border-line not-first-of-type:border-t' : ''} ${sortable.isDragging ? 'bg-raised shadow-float' : ''}`}
    >
      {children(handle)}
    </tbody>
  );
}
