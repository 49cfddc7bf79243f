import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentUpload } from '../parts/document-upload';

/** The one paper that a request rests on, by id and hash. */
export function OneDocument({ book }: { readonly book: string | null }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const given = Form.useWatch('document', form) as { readonly sha256?: string } | undefined;
  const [name, setName] = useState('');
  return (
    <section aria-label={t('case.documents')}>
      <p>
        {name} <code>{given?.sha256?.slice(0, 16)}</code>
      </p>
      <Form.Item
        className="hidden-field"
        name="document"
        rules={[{ required: true, message: t('field.required') }]}
        children={<input type="hidden" />}
      />
      <DocumentUpload
        book={book ?? ''}
        label={t('case.addDocument')}
        onStored={({ id, sha256, name: called }) => {
          setName(called);
          form.setFieldValue('document', { id, sha256 });
        }}
      />
    </section>
  );
}
