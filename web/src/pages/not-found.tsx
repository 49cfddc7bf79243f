import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { PageShell } from '../parts/page-shell';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <PageShell title={t('problem.notFound')}>
      <p>{t('problem.notFoundRemedy')}</p>
      <Link to="/console">{t('problem.toWorkspace')}</Link>
    </PageShell>
  );
}
