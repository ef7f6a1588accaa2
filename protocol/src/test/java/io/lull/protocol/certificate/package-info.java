/** Tests of the certificate and of its checker. */
package io.lull.protocol.certificate;
