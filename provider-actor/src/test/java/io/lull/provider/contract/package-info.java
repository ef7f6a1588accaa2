/** What every provider has to pass, on the real thing that it copies. */
package io.lull.provider.contract;
