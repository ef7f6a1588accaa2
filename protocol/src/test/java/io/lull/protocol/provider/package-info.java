/** Tests of one provider on its host. */
package io.lull.protocol.provider;
