import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentUpload } from './document-upload';

interface Props {
  /** Code of the book that the documents are for. */
  readonly book: string;
  readonly name: readonly string[];
  readonly label: string;
}

interface Attached {
  readonly id?: string;
  readonly sha256?: string;
}

/** Stored documents that something rests on, by id and hash; a new one is shown by its name. */
export function AttachmentsField({ book, name, label }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const path = [...name];
  const given = (Form.useWatch(path, form) ?? []) as readonly (Attached | undefined)[];
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  return (
    <Form.List name={path}>
      {(fields, { add, remove }) => (
        <section aria-label={label}>
          <h3>{label}</h3>
          {fields.map(({ key, name: at }) => (
            <div key={key} className="form-line">
              <span className="form-line-number">{at + 1}</span>
              <span className="grow">
                {names[given[at]?.id ?? ''] ?? ''} <code>{given[at]?.sha256?.slice(0, 16)}</code>
              </span>
              <Form.Item name={[at, 'id']} hidden noStyle children={<input type="hidden" />} />
              <Form.Item name={[at, 'sha256']} hidden noStyle children={<input type="hidden" />} />
              <Button
                aria-label={t('legal.removeDocument', { number: at + 1 })}
                onClick={() => {
                  remove(at);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <DocumentUpload
            book={book}
            label={t('legal.addDocument')}
            onStored={({ id, sha256, name: called }) => {
              setNames({ ...names, [id]: called });
              add({ id, sha256 });
            }}
          />
        </section>
      )}
    </Form.List>
  );
}
