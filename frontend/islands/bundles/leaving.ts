/**
 * Before somebody signs out (form[data-leaves]), files that wait in this browser to be sent are removed from it
 * (lib/upload/kept.ts). Another tab may hold them for a moment, or storage be forbidden: signing out does not wait long.
 */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset["leaves"] === undefined) return;
  event.preventDefault();
  const go = (): void => form.submit();
  setTimeout(go, 1000);
  indexedDB.deleteDatabase("qp-uploads").onsuccess = go;
});
