import { createRoot } from 'react-dom/client';
import { Console } from './console';
import { startLanguage } from './i18n';
import './styles.css';

const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');
await startLanguage();
createRoot(root).render(<Console />);
