import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentUpload } from '../parts/document-upload';

interface Props {
  readonly book: string | null;
  /** Of the paper in the form. */
  readonly name?: readonly (string | number)[];
  /** The same from the form's root, where it stands in a list. */
  readonly path?: readonly (string | number)[];
  readonly label?: string;
}

/** The one paper that a request, or a line of it, rests on, by id and hash. */
export function OneDocument({ book, name = ['document'], path = name, label }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const given = Form.useWatch([...path], form) as { readonly sha256?: string } | undefined;
  const [called, setCalled] = useState('');
  return (
    <section aria-label={label ?? t('case.documents')}>
      <p>
        {called} <code>{given?.sha256?.slice(0, 16)}</code>
      </p>
      <Form.Item
        className="hidden-field"
        name={[...name]}
        rules={[{ required: true, message: t('field.required') }]}
        children={<input type="hidden" />}
      />
      <DocumentUpload
        book={book ?? ''}
        label={label ?? t('case.addDocument')}
        onStored={({ id, sha256, name: stored }) => {
          setCalled(stored);
          form.setFieldValue([...path], { id, sha256 });
        }}
      />
    </section>
  );
}
