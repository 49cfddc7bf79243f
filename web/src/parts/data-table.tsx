import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Empty, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router-dom';
import { call } from '../api';
import type { Page } from '../api-types';
import { ProblemNotice, problemOfError } from './problem-notice';
import { useShortcut } from './shortcuts';
import { TableScroll } from './table-scroll';
import { useUrlParameters } from './url-parameters';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly width?: number;
  readonly isAmount?: boolean;
}

interface Props<Row> {
  /** Says what the table holds, to those who do not see it. */
  readonly label: string;
  /** Of the list in the interface, which pages by cursor. */
  readonly path: string;
  /** Names of the filters, in the address and for the service. */
  readonly filters?: readonly string[];
  /** What the list is always asked for. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What a click or Enter on a row does. */
  readonly onOpen?: (row: Row) => void;
  /** What the page shows beside the table, from the same rows. */
  readonly children?: (
    rows: readonly Row[],
    page: Page<Row> | undefined,
    active: Row | undefined,
  ) => ReactNode;
  /** Rows are worked through one after the other: one is always at one of them, and a click leads to it. */
  readonly isQueue?: boolean;
}

/** The rows that the address asks for: filters and place. */
function useRows<Row>(
  path: string,
  filters: readonly string[],
  fixed: Readonly<Record<string, string>>,
) {
  const { get } = useUrlParameters();
  const asked = new URLSearchParams(fixed);
  for (const name of [...filters, 'cursor']) {
    const value = get(name);
    if (value !== undefined) asked.set(name, value);
  }
  const address = asked.size === 0 ? path : `${path}?${asked.toString()}`;
  return useQuery({
    queryKey: ['list', path, address],
    queryFn: ({ signal }) => call<Page<Row>>({ path: address, signal }),
    placeholderData: keepPreviousData,
  });
}

/** A list of the service: page by page, filters and place in the address, by mouse or keyboard. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, path, filters = [], fixed = {}, columns, keyOf, onOpen, children } = props;
  const { isQueue = false } = props;
  const { data, error, isFetching, refetch } = useRows<Row>(path, filters, fixed);
  const rows = data?.items ?? [];
  const { active, goTo } = useActiveRow(rows, { keyOf, onOpen, isQueue });
  if (error !== null) {
    return <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />;
  }
  return (
    <section aria-label={label} aria-busy={isFetching}>
      <TableScroll label={label}>
        <Table<Row>
          size="small"
          rowKey={keyOf}
          dataSource={[...rows]}
          loading={{ spinning: isFetching, delay: 200 }}
          pagination={false}
          locale={{ emptyText: <NoRows filters={filters} /> }}
          columns={columns.map(({ key, title, render, width, isAmount = false }) => ({
            key,
            title,
            render: (_, row) => render(row),
            ...(width !== undefined && { width }),
            ...(isAmount && { align: 'right' as const }),
          }))}
          rowClassName={(_, index) => (index === active ? 'is-active' : '')}
          onRow={(row, index = 0) => ({
            ...(isQueue && {
              className: 'can-open',
              onClick: () => {
                goTo(index);
              },
            }),
            ...(onOpen && {
              className: 'can-open',
              onClick: () => {
                onOpen(row);
              },
            }),
          })}
        />
      </TableScroll>
      <Paging count={rows.length} next={data?.next ?? null} />
      {children?.(rows, data, rows[active])}
    </section>
  );
}

/** Moves through the rows by keyboard, and stays at a row when others come or go. */
function useActiveRow<Row>(
  rows: readonly Row[],
  {
    keyOf,
    onOpen,
    isQueue,
  }: {
    readonly keyOf: (row: Row) => string;
    readonly onOpen: ((row: Row) => void) | undefined;
    readonly isQueue: boolean;
  },
): { readonly active: number; readonly goTo: (index: number) => void } {
  const { t } = useTranslation();
  const [at, setAt] = useState<{ readonly index: number; readonly key?: string | undefined }>({
    index: isQueue ? 0 : -1,
  });
  const last = rows.length - 1;
  const kept = rows.findIndex((row) => keyOf(row) === at.key);
  const active = kept >= 0 ? kept : Math.min(at.index, last);
  const goTo = (index: number): void => {
    const row = rows[index];
    setAt({ index, key: row && keyOf(row) });
  };
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(to, last));
    goTo(index);
    document.querySelectorAll('.ant-table-tbody > tr.ant-table-row')[index]?.scrollIntoView({
      block: 'nearest',
    });
  };
  useShortcut('j ArrowDown', t('shortcuts.down'), () => {
    move(active + 1);
  });
  useShortcut('k ArrowUp', t('shortcuts.up'), () => {
    move(active - 1);
  });
  useShortcut('Enter', t('shortcuts.open'), () => {
    const row = rows[active];
    if (row !== undefined) onOpen?.(row);
  });
  return { active, goTo };
}

function NoRows({ filters }: { readonly filters: readonly string[] }) {
  const { t } = useTranslation();
  const { get, set } = useUrlParameters();
  const isFiltered = filters.some((name) => get(name) !== undefined);
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={t(isFiltered ? 'table.emptyFiltered' : 'table.empty')}
    >
      {isFiltered && (
        <Button
          onClick={() => {
            set(Object.fromEntries([...filters, 'cursor'].map((name) => [name, undefined])));
          }}
        >
          {t('table.clear')}
        </Button>
      )}
    </Empty>
  );
}

/** A cursor leads forward only; the way back is that of the browser. */
function Paging({ count, next }: { readonly count: number; readonly next: string | null }) {
  const { t } = useTranslation();
  const { get, set } = useUrlParameters();
  const navigate = useNavigate();
  const { key } = useLocation();
  const isFirst = get('cursor') === undefined;
  if (isFirst && next === null) return null;
  return (
    <div className="paging">
      <span>{t('table.rows', { count })}</span>
      <Button
        size="small"
        disabled={isFirst}
        onClick={() => {
          set({ cursor: undefined });
        }}
      >
        {t('table.first')}
      </Button>
      <Button
        size="small"
        disabled={isFirst || key === 'default'}
        onClick={() => void navigate(-1)}
      >
        {t('table.previous')}
      </Button>
      <Button
        size="small"
        disabled={next === null}
        onClick={() => {
          set({ cursor: next ?? undefined });
        }}
      >
        {t('table.next')}
      </Button>
    </div>
  );
}
