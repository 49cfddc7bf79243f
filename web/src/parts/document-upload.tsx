import { useMutation } from '@tanstack/react-query';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { StoredDocument } from '../api-types';
import { ProblemNotice, problemOfError } from './problem-notice';

const ACCEPTED = '.pdf,.ofd,.xml,.png,.jpg,.jpeg,.xlsx,.docx';

interface Props {
  /** Code of the book that the document is for. */
  readonly book: string;
  readonly label: string;
  /** Several files can be chosen at once. */
  readonly isMany?: boolean;
  readonly onStored: (document: StoredDocument) => void;
}

/** Stores a file as it is; what rests on it names it by id and hash. */
export function DocumentUpload({ book, label, isMany = false, onStored }: Props) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (file: File) => {
      const asked = new URLSearchParams({ book, name: file.name });
      return call<StoredDocument>({
        path: `/api/v1/documents?${asked.toString()}`,
        method: 'POST',
        body: file,
      });
    },
    onSuccess: onStored,
  });
  return (
    <>
      <Upload
        accept={ACCEPTED}
        multiple={isMany}
        showUploadList={false}
        beforeUpload={(file) => {
          mutate(file);
          return false;
        }}
      >
        <Button loading={isPending}>{label}</Button>
      </Upload>{' '}
      <small>{t('document.accepted')}</small>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
    </>
  );
}

/** Leads to a stored document, which is only ever downloaded. */
export function DocumentLink({ id, name }: Pick<StoredDocument, 'id' | 'name'>) {
  return (
    <a href={`/api/v1/documents/${encodeURIComponent(id)}/content`} download={name}>
      {name}
    </a>
  );
}
