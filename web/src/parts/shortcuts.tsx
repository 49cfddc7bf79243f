import { Button, Modal } from 'antd';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';

interface Shortcut {
  /** As `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

interface Registry {
  readonly add: (shortcut: Shortcut) => () => void;
  readonly showList: () => void;
}

const Shortcuts = createContext<Registry | undefined>(undefined);

/** Keys belong to what is typed in and to what lies over the page, before they are shortcuts. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=listbox]')) {
    return true;
  }
  return event.key === 'Enter' && target.closest('a, button') !== null;
}

/** Listens for shortcuts; `?` lists those of the page. */
export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const shortcuts = useRef(new Set<Shortcut>());
  const [listed, setListed] = useState<readonly Shortcut[]>();

  const showList = useCallback(() => {
    setListed([...shortcuts.current]);
  }, []);
  const registry = useMemo<Registry>(
    () => ({
      add: (shortcut) => {
        shortcuts.current.add(shortcut);
        return () => shortcuts.current.delete(shortcut);
      },
      showList,
    }),
    [showList],
  );
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (isTaken(event)) return;
      if (event.key === '?') {
        showList();
        return;
      }
      const meant = [...shortcuts.current].find(({ keys }) => keys.includes(event.key));
      if (meant === undefined) return;
      event.preventDefault();
      meant.run();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [showList]);

  const close = (): void => {
    setListed(undefined);
  };
  return (
    <Shortcuts.Provider value={registry}>
      {children}
      <Modal
        open={listed !== undefined}
        title={t('shortcuts.title')}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        <dl className="shortcuts">
          {(listed ?? []).map(({ keys, does }) => (
            <Line key={does} keys={keys} does={does} />
          ))}
          <Line keys={['?']} does={t('shortcuts.list')} />
        </dl>
      </Modal>
    </Shortcuts.Provider>
  );
}

function Line({ keys, does }: Pick<Shortcut, 'keys' | 'does'>) {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key.replace('ArrowDown', '↓').replace('ArrowUp', '↑')}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  );
}

function useRegistry(): Registry {
  const registry = useContext(Shortcuts);
  if (registry === undefined) throw new Error('shortcuts are used outside their provider');
  return registry;
}

/** A shortcut of the page, as long as the part that asks for it is shown. */
export function useShortcut(keys: string, does: string, run: () => void): void {
  const { add } = useRegistry();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(
    () =>
      add({
        keys: keys.split(' '),
        does,
        run: () => {
          latest.current();
        },
      }),
    [add, keys, does],
  );
}

/** Shows the list of shortcuts to those who do not know the key for it. */
export function ShortcutsButton() {
  const { t } = useTranslation();
  return (
    <Button className="for-keyboards" size="small" type="text" onClick={useRegistry().showList}>
      {t('shortcuts.button')} <kbd>?</kbd>
    </Button>
  );
}
