import { Form, Radio, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { COLUMN_USES } from '../bank-types';
import { TextField } from './fields';
import { DELIMITERS, type ProfileDraft } from './profile-draft';
import { TableScroll } from './table-scroll';

/** How the file is cut into rows. */
export function CutFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ProfileDraft>();
  const isCsv = Form.useWatch('kind', form) === 'csv';
  return (
    <div className="form-grid">
      <Form.Item name="kind" label={t('bank.fileKind')}>
        <Select
          options={[
            { value: 'csv', label: 'CSV' },
            { value: 'xlsx', label: 'XLSX' },
          ]}
        />
      </Form.Item>
      <Form.Item name="encoding" label={t('bank.encoding')} hidden={!isCsv}>
        <Select
          options={[
            { value: 'utf-8', label: 'UTF-8' },
            { value: 'gb18030', label: 'GB18030' },
          ]}
        />
      </Form.Item>
      <Form.Item name="delimiter" label={t('bank.delimiter')} hidden={!isCsv}>
        <Select
          options={DELIMITERS.map((value) => ({
            value,
            label: value === '\t' ? t('bank.tab') : value,
          }))}
        />
      </Form.Item>
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly (readonly string[])[];
}

/** The first rows as they stand in the file; one of them is the header. */
export function HeaderField({ rows }: RowsProps) {
  const { t } = useTranslation();
  const widest = Math.max(...rows.map(({ length }) => length));
  return (
    <Form.Item name="headerRow" noStyle>
      <Radio.Group className="profile-rows">
        <TableScroll label={t('bank.firstRows')}>
          <Table<{ readonly at: number; readonly cells: readonly string[] }>
            size="small"
            pagination={false}
            showHeader={false}
            rowKey={({ at }) => at}
            dataSource={rows.map((cells, at) => ({ at, cells }))}
            columns={[
              {
                key: 'header',
                render: (_, { at }) => (
                  <Radio value={at}>{t('bank.rowNumber', { number: at + 1 })}</Radio>
                ),
              },
              ...Array.from({ length: widest }, (__, index) => ({
                key: String(index),
                render: (_: unknown, { cells }: { readonly cells: readonly string[] }) =>
                  cells[index],
              })),
            ]}
          />
        </TableScroll>
      </Radio.Group>
    </Form.Item>
  );
}

interface UsesProps {
  readonly header: readonly string[];
}

/** What each column is for. */
export function UseFields({ header }: UsesProps) {
  const { t } = useTranslation();
  const options = [...COLUMN_USES, 'ignored' as const].map((value) => ({
    value,
    label: t(`bank.useOf.${value}`),
  }));
  return (
    <section aria-label={t('bank.columns')}>
      <h3>{t('bank.columns')}</h3>
      <div className="form-grid">
        {header.map(
          (word, index) =>
            word.trim() !== '' && (
              <Form.Item
                key={`${String(index)} ${word}`}
                name={['uses', String(index)]}
                label={word}
              >
                <Select options={options} popupMatchSelectWidth={false} />
              </Form.Item>
            ),
        )}
      </div>
    </section>
  );
}

/** How days are written, in which order, and what is no movement. */
export function ReadingFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ProfileDraft>();
  const uses = Form.useWatch('uses', form) as ProfileDraft['uses'] | undefined;
  const isFlagged = Object.values(uses ?? {}).includes('flag');
  const words = ['skip', 'account', 'opening', 'closing'] as const;
  return (
    <div className="form-grid">
      <TextField
        name="datePattern"
        label={t('bank.datePattern')}
        help={t('bank.datePatternHelp')}
        longest={40}
      />
      <Form.Item name="order" label={t('bank.order')}>
        <Select
          options={(['oldest_first', 'newest_first'] as const).map((value) => ({
            value,
            label: t(`bank.orderOf.${value}`),
          }))}
        />
      </Form.Item>
      {isFlagged && <WordsField name="flagOut" />}
      {isFlagged && <WordsField name="flagIn" />}
      {words.map((name) => (
        <WordsField key={name} name={name} />
      ))}
    </div>
  );
}

interface WordsProps {
  readonly name: 'skip' | 'account' | 'opening' | 'closing' | 'flagOut' | 'flagIn';
}

function WordsField({ name }: WordsProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={t(`bank.wordsOf.${name}`)} extra={t(`bank.wordsHelp.${name}`)}>
      <Select mode="tags" open={false} suffix={null} tokenSeparators={[',', '，', '、']} />
    </Form.Item>
  );
}
