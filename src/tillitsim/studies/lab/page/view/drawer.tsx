// A card that is closed at first: what lies in it is made when it is opened.

import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

export function Drawer({
  name,
  title,
  open,
  children,
}: {
  name: string;
  title: string;
  open?: Signal<boolean>;
  children: ComponentChildren;
}) {
  const own = useSignal(false);
  const opened = open ?? own;
  return (
    <details
      class={`card ${name}`}
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {opened.value ? children : null}
    </details>
  );
}
