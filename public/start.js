// Starts the bundle that the page names, and says so when that fails or the program stops.
// The page's two links (modulepreload, preload) are the only place where the bundle's addresses are written.
const address = (rel) => document.querySelector(`link[rel="${rel}"]`).href;

const failed = (error) => {
  console.error(error);
  document.getElementById("failed").hidden = false;
  // Lost on the way in: start again by itself as soon as there is a network.
  if (document.getElementById("boot")) addEventListener("online", () => location.reload(), { once: true });
};

// A trap in the program (a Rust panic) surfaces as one of these two.
const stopped = (error) => error instanceof WebAssembly.RuntimeError && failed(error);
addEventListener("error", (event) => stopped(event.error));
addEventListener("unhandledrejection", (event) => stopped(event.reason));

// The code of the page that is opened comes beside the program, not after it.
for (const link of document.querySelectorAll('link[rel="later"]')) {
  if (location.pathname.split("/").includes(link.dataset.page)) link.rel = "preload";
}

try {
  const bundle = await import(address("modulepreload"));
  await bundle.default({ module_or_path: address("preload") });
  document.getElementById("boot").remove();
} catch (error) {
  failed(error);
}
