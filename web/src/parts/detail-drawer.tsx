import { Drawer } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Absent: the drawer is shut. */
  readonly children: ReactNode;
}

/** One thing of a list in detail, beside the list; its text can be scrolled by keyboard. */
export function DetailDrawer({ title, onClose, children }: Props) {
  const isOpen = children !== undefined && children !== false;
  return (
    <Drawer open={isOpen} onClose={onClose} title={title} size="large" destroyOnHidden>
      <div role="group" aria-label={title} tabIndex={0}>
        {children}
      </div>
    </Drawer>
  );
}
