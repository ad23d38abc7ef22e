// Loads what works without a network only where it is of use: to a runner, or after one signed out.
if (document.querySelector("meta[name=csrf-token]") || localStorage.getItem("hipcoach-pack")) import("./offline.js");
