import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Book, Page } from '../api-types';
import { DayInput } from './day-input';
import { today } from './instant';
import { useUrlParameters } from './url-parameters';

/** The book and the day that a report is about, as the address of the page says; else the first book, and today. */
export function useBookAndDay() {
  const { get, set } = useUrlParameters();
  const { data } = useQuery({
    queryKey: ['list', 'books', 'all'],
    queryFn: () => call<Page<Book>>({ path: '/api/v1/books?limit=200' }),
  });
  const books = data?.items ?? [];
  return { books, book: get('book') ?? books[0]?.id, on: get('on') ?? today(), set };
}

interface Props {
  /** Of the page; no two elements have the same id. */
  readonly name: string;
  readonly of: ReturnType<typeof useBookAndDay>;
}

export function BookAndDay({ name, of: { books, book, on, set } }: Props) {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <label htmlFor={`${name}-book`}>{t('claims.book')}</label>
      <Select
        id={`${name}-book`}
        showSearch={{ optionFilterProp: 'label' }}
        value={book ?? null}
        style={{ minWidth: 240 }}
        options={books.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(code) => {
          set({ book: code });
        }}
      />
      <label htmlFor={`${name}-on`}>{t('claims.asOf')}</label>
      <DayInput
        id={`${name}-on`}
        value={on}
        onChange={(day) => {
          set({ on: day });
        }}
      />
    </div>
  );
}
